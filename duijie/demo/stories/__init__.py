"""What the people of the demonstration have done so far, a file for each stage of the main job."""
