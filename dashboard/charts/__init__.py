"""What the charts and tables beside the map say: built from the data, without a page to draw on."""
