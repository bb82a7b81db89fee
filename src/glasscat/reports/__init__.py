"""What a run looks like on paper. Nothing here trains; matplotlib is imported only by `glasscat.reports.figures`."""
