"""What sharing between platforms rests on, in plain Python: who keeps sources, and what the facts of a record say."""
