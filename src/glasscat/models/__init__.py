"""What is kept of a training: the model file and the run folder."""
