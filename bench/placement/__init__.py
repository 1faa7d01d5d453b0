"""The placement engine beside other software, and its aims: python -m bench.placement (docs/operate/mesurer.md)."""
