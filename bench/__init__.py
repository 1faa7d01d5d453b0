"""Speed and size of the product, each beside the bare thing it stands on: python -m bench (docs/operate/mesurer.md)."""
