"""Checks of the code itself: gradients computed in several ways, and a museum of mistakes with what catches each."""
