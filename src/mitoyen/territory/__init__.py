"""Communes, intercommunal bodies, areas, organisations."""
