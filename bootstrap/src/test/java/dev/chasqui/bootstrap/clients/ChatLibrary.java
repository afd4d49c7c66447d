package dev.chasqui.bootstrap.clients;

/** The client libraries, whose users shall get the same results of an agent's work. */
enum ChatLibrary {
    OPENAI_SDK,
    OLLAMA4J,
    LANGCHAIN4J_OPENAI,
    LANGCHAIN4J_OLLAMA;

    ChatClient client() {
        return switch (this) {
            case OPENAI_SDK -> new OpenAiSdkClient();
            case OLLAMA4J -> new Ollama4jClient();
            case LANGCHAIN4J_OPENAI -> LangChain4jClient.OPENAI;
            case LANGCHAIN4J_OLLAMA -> LangChain4jClient.OLLAMA;
        };
    }
}
