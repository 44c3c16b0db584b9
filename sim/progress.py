"""How far an episode has come: which goals were reached, when some of them need to hold only once.

Goals come in order. A transient goal is a step on the way (a move in the towers of Hanoi): once everything
before it was reached and it holds in a world at rest, it is ticked off and never asked again. All other goals
must hold at the end, whatever happened in between. A scene without transient goals is judged by its end
alone.

Whoever acts (the oracle, a policy, a random one) makes one `Progress` an episode, looks after each action and
asks for the verdict at the end.
"""

from __future__ import annotations

from sim.judge import REST_STEPS, GoalJudgement, Judgement, Referee
from sim.spec import GoalSpec, SceneSpec
from sim.world import World


class Progress:
    """The tally of one episode."""

    def __init__(self, scene: SceneSpec) -> None:
        self._scene = scene
        self._steps = 1 + max((n for n, goal in enumerate(scene.goals) if goal.transient), default=-1)
        self._reached: list[GoalJudgement] = []  # goals up to the last transient one

    def look(self, referee: Referee) -> GoalSpec | None:
        """Tick off what holds now.

        Args:
            referee: of the world as it is, at rest.

        Returns:
            The goal to work on; None when nothing is left to do.
        """
        goals = self._scene.goals
        while len(self._reached) < self._steps and referee.holds(goals[len(self._reached)]):
            self._reached.append(referee.judge_goal(goals[len(self._reached)]))
        if len(self._reached) < self._steps:
            return goals[len(self._reached)]
        return next((goal for goal in goals if not goal.transient and not referee.holds(goal)), None)

    def judgement(self, referee: Referee) -> Judgement:
        """Judge an episode that ends now: transient goals by the tally, all others by the world."""
        return Judgement(tuple(self._judge(referee, number) for number in range(len(self._scene.goals))))

    def finish(self, world: World) -> Judgement:
        """Let the world settle, wait half a second more, look once more, and judge the episode."""
        world.settle()
        world.step(REST_STEPS)
        referee = Referee(world, self._scene)
        self.look(referee)
        return self.judgement(referee)

    def _judge(self, referee: Referee, number: int) -> GoalJudgement:
        goal = self._scene.goals[number]
        if not goal.transient:
            return referee.judge_goal(goal)
        if number < len(self._reached):
            return self._reached[number]
        missing = referee.missing(goal) or f"{goal.instruction}: not reached in its turn"
        return GoalJudgement(goal.instruction, {}, goal.count, missing)
