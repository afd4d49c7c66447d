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
 * Documents for {@code /rag} of made-up words, the same on every run. Some words are frequent and
 * most are rare, as in a language.
 */
public final class Handbook {
    /** The fewest passages that are added. */
    public static final int PASSAGES = 10_000;

    private static final int SECTIONS_OF_DOCUMENT = 500;
    private static final int WORDS_OF_SECTION = 140;
    private static final int WORDS_OF_SENTENCE = 14;
    private static final int WORDS_OF_QUESTION = 6;
    private static final int VOCABULARY = 5_000;
    private static final String[] SYLLABLES = {
        "ka", "ma", "ri", "tu", "sa", "pa", "lla", "qui", "cha", "ru", "wi", "na", "yu", "po", "le"
    };
    private static final Pattern ADDED = Pattern.compile("\"passages\":(\\d+)");
    private static final int SUCCESS = 2;

    private final Random random = new Random(1532);
    private final String[] words = new String[VOCABULARY];

    /** Makes the words. */
    public Handbook() {
        for (int i = 0; i < VOCABULARY; i++) {
            StringBuilder word = new StringBuilder();
            for (int rest = i; rest > 0 || word.length() < 4; rest /= SYLLABLES.length) {
                word.append(SYLLABLES[rest % SYLLABLES.length]);
            }
            words[i] = word.toString();
        }
    }

    /**
     * Adds documents to a server until it reports at least {@link #PASSAGES} passages.
     *
     * @return the number of passages that the server reports
     * @throws IOException if the server refuses a document
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

    /** Returns a question in the documents' words, without the most frequent ones. */
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

    /** Returns a random word; the n-th word is about n times as rare as the first. */
    private String word() {
        return words[(int) Math.pow(VOCABULARY, random.nextDouble()) - 1];
    }
}
