"""What objects show of themselves in a notebook: fragments of HTML and SVG that every room builds its cards from.

Light, a few kB; no script, no style sheet, no address of anybody else; colours that are read on white and on black.
Every word is escaped where it becomes part of a fragment, so a class that is called ``<script>`` is shown as that.
"""
