"""The page on top of the library: a map, a timeline, and the sentences behind them."""
