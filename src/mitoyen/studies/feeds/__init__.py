"""Files of a study: tables of figures, the annex of a deliberation, the draft of an agreement, the frozen inputs."""
