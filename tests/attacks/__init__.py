"""What an officer with keys and files, or a stranger, would try: each test really tries it."""
