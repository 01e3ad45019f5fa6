"""The tabs beside the map, each drawn from what `dashboard.charts` builds."""
