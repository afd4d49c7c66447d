package dev.chasqui.benchmarks.micro;

/** Makes requests for the benchmarks. */
final class Requests {
    private Requests() {}

    /** Returns an OpenAI request of about this many bytes. */
    static String ofSize(int bytes) {
        String start = "{\"model\":\"bench\",\"stream\":true,\"temperature\":0.7,\"messages\":[";
        String system = "{\"role\":\"system\",\"content\":\"You are helpful.\"},";
        String user = "{\"role\":\"user\",\"content\":\"";
        String end = "\"}]}";
        int rest = bytes - start.length() - system.length() - user.length() - end.length();
        return start + system + user + "word ".repeat(rest / 5) + end;
    }
}
