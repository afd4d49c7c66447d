package dev.chasqui.benchmarks.gateways;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Documents for {@code /rag}: the same made-up words on every run, some frequent and most of them
 * rare, as in a language.
 */
public final class Handbook {
    /** How many passages there are. */
    public static final int PASSAGES = 10_000;

    private static final int SECTIONS_OF_DOCUMENT = 500;
    private static final int WORDS_OF_SECTION = 140;
    private static final int WORDS_OF_SENTENCE = 14;
    private static final int WORDS_OF_QUESTION = 6;
    private static final int WORDS_KNOWN = 5_000;
    private static final String[] SYLLABLES = {
        "ka", "ma", "ri", "tu", "sa", "pa", "lla", "qui", "cha", "ru", "wi", "na", "yu", "po", "le"
    };
    private static final Pattern ADDED = Pattern.compile("\"passages\":(\\d+)");
    private static final int SUCCESS = 2;

    private final Random random = new Random(1532);
    private final String[] words = new String[WORDS_KNOWN];

    /** The words, made anew. */
    public Handbook() {
        for (int i = 0; i < WORDS_KNOWN; i++) {
            StringBuilder word = new StringBuilder();
            for (int rest = i; rest > 0 || word.length() < 4; rest /= SYLLABLES.length) {
                word.append(SYLLABLES[rest % SYLLABLES.length]);
            }
            words[i] = word.toString();
        }
    }

    /**
     * Adds documents to a server until it says that they are {@link #PASSAGES} passages or more.
     *
     * @return how many passages it says there are
     * @throws IOException if it refuses one
     */
    public int addTo(Gateway server) throws IOException, InterruptedException {
        URI documents =
                URI.create(
                        "http://127.0.0.1:%d/admin/collections/handbook/documents"
                                .formatted(server.port()));
        int passages = 0;
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int number = 0; passages < PASSAGES; number++) {
                HttpRequest request =
                        HttpRequest.newBuilder(documents)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(document(number)))
                                .build();
                HttpResponse<String> answer =
                        client.send(request, HttpResponse.BodyHandlers.ofString());
                Matcher added = ADDED.matcher(answer.body());
                if (answer.statusCode() / 100 != SUCCESS || !added.find()) {
                    throw new IOException(
                            "a document was not added: "
                                    + answer.statusCode()
                                    + " "
                                    + answer.body());
                }
                passages += Integer.parseInt(added.group(1));
            }
        }
        return passages;
    }

    /** A question in the handbook's words, not the most frequent ones. */
    public String question() {
        StringBuilder question = new StringBuilder("/rag");
        for (int i = 1; i <= WORDS_OF_QUESTION; i++) {
            question.append(' ').append(words[50 * i]);
        }
        return question.append('?').toString();
    }

    private String document(int number) {
        StringBuilder text = new StringBuilder();
        for (int section = 0; section < SECTIONS_OF_DOCUMENT; section++) {
            text.append("# ").append(word()).append("\\n\\n");
            for (int i = 1; i <= WORDS_OF_SECTION; i++) {
                text.append(word()).append(i % WORDS_OF_SENTENCE == 0 ? ". " : " ");
            }
            text.append("\\n\\n");
        }
        return "{\"name\":\"part-%d.md\",\"text\":\"%s\"}".formatted(number, text);
    }

    /** A word: the n-th is about n times as rare as the first. */
    private String word() {
        return words[(int) Math.pow(WORDS_KNOWN, random.nextDouble()) - 1];
    }
}
