"""The one seam to ffmpeg for app and hub: probe, poster, remux, measure."""
