"""The public interface for programs."""
