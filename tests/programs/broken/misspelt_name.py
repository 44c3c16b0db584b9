from sim.language import Cylindre, Pallet, Scene, Task, on


class LoadCylinders(Task):
    """Put all the cylinders on the pallet."""

    def build(self, scene: Scene) -> None:
        pallet = scene.add(Pallet("brown"))
        cylinders = [scene.add(Cylindre(color)) for color in scene.colors(3)]
        self.goal(on(cylinders, pallet), "put all the cylinders on the pallet")
