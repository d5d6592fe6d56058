"""The nation's numbers: consultations without people in them, and questions whose answers can be asked again for any day."""
