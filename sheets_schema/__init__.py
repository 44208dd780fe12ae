"""What a sheet or a form must hold. Pure: no clock, no environment, no network, no store."""
