"""What is typed in the guided study; each form turns it into what an action takes, and back."""
