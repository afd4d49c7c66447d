"""Stand-ins of an OpenAI server and of an Ollama, with a model whose replies a script decides."""
