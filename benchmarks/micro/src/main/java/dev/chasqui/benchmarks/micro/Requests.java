package dev.chasqui.benchmarks.micro;

/** Requests to measure with. */
final class Requests {
    private Requests() {}

    /** An OpenAI request with a prompt that makes it about as many bytes long. */
    static String ofSize(int bytes) {
        String start = "{\"model\":\"bench\",\"stream\":true,\"temperature\":0.7,\"messages\":[";
        String system = "{\"role\":\"system\",\"content\":\"You are helpful.\"},";
        String user = "{\"role\":\"user\",\"content\":\"";
        String end = "\"}]}";
        int rest = bytes - start.length() - system.length() - user.length() - end.length();
        return start + system + user + "word ".repeat(rest / 5) + end;
    }
}
