"""Decide which of the parser's models are plain dicts, and look up their members."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..upstream import AnyProperty, ListProperty, ModelProperty, Property, UnionProperty


class MapRules:
    """Looks models up by the name of their class.

    A reference is a copy of a model, which may have been made before the model was filled in.
    """

    def __init__(self, models: Mapping[str, ModelProperty], components: Collection[str]) -> None:
        """Keep the parser's models by class name, and the names of components."""
        self._models = models
        self._components = components

    def members(self, model: ModelProperty) -> list[Property]:
        """Return the properties of a model in the order of the document. The parser puts the required ones first."""
        found = self._found(model)
        order = {name: index for index, name in enumerate(found.data.properties or {})}
        members = [*(found.required_properties or []), *(found.optional_properties or [])]
        return sorted(members, key=lambda member: order.get(member.name, len(order)))

    def required(self, model: ModelProperty) -> list[Property]:
        """Return the required properties of a model."""
        return [*(self._found(model).required_properties or [])]

    def values(self, model: ModelProperty) -> Property | None:
        """Return the type of the values of a map, or None if they may be anything."""
        values = self._found(model).additional_properties
        return None if isinstance(values, AnyProperty) else values

    def is_map(self, model: ModelProperty) -> bool:
        """Return whether an object is a plain dict: without fields, and inline or with a type for its values.

        A component stays a class where a dict would say nothing more, or where it holds itself.
        """
        if self.members(model):
            return False
        name = str(model.class_info.name)
        return name not in self._components or (self.values(model) is not None and not self._holds_itself(model))

    def _found(self, model: ModelProperty) -> ModelProperty:
        """Return the complete model of a reference, which may be an early copy."""
        return self._models.get(str(model.class_info.name), model)

    def _holds_itself(self, model: ModelProperty) -> bool:
        """Return whether a map contains itself through its values, without a class in between."""
        name, seen = str(model.class_info.name), set[str]()
        todo = [self.values(model)]
        while todo:
            one = todo.pop()
            if isinstance(one, UnionProperty):
                todo += one.inner_properties
            elif isinstance(one, ListProperty):
                todo.append(one.inner_property)
            elif isinstance(one, ModelProperty) and not self.members(one):
                if str(one.class_info.name) == name:
                    return True
                if str(one.class_info.name) not in seen:
                    seen.add(str(one.class_info.name))
                    todo.append(self.values(one))
        return False
