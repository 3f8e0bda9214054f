"""The windows, bars and dialogs: the only home of QtWidgets."""
