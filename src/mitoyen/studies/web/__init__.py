"""The pages of studies: a list, a guided study in five steps, its results, a comparison."""
