Here is the program for the task:

```python
from sim.language import Rope, Line, Cylinder, Zone, Scene, Task, inside


class CylindersIntoZone(Task):
    """Move all four cylinders into the zone."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("purple", size=(0.1, 0.08)))
        cylinders = [scene.add(Cylinder(color, diameter=0.05)) for color in scene.colors(4)]
        self.goal(inside(cylinders, zone), "move all the cylinders into the zone")
```
