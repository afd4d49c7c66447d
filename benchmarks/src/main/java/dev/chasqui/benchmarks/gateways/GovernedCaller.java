package dev.chasqui.benchmarks.gateways;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The maker of a caller with limits and budgets that no benchmark reaches. */
final class GovernedCaller {
    private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]+)\"");
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int SUCCESS = 2;

    private static final String BOUNDS =
            "\"limits\":{\"requests\":\"1000000/10s\",\"tokens\":\"1000000000000/1d\","
                    + "\"concurrency\":4096},\"budget\":{\"amount\":1000000000}";

    private final HttpClient client;
    private final int port;
    private String key = "";

    private GovernedCaller(HttpClient client, int port) {
        this.client = client;
        this.port = port;
    }

    /**
     * Makes an administrator, and a user in a team with a key, all three with bounds.
     *
     * @param server a server without users; it need not listen yet
     * @return the server as a gateway whose requests have that key
     * @throws IOException if the server refuses a change or does not start
     */
    static Gateway of(Gateway server) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            GovernedCaller caller = new GovernedCaller(client, server.port());
            caller.awaitStart();
            var _ = caller.send("POST", "/admin/users", "{\"name\":\"boss\",\"role\":\"admin\"}");
            caller.key = caller.keyOf("boss", "{}");
            var _ = caller.send("PUT", "/admin/teams/crew", "{" + BOUNDS + "}");
            var _ =
                    caller.send(
                            "POST",
                            "/admin/users",
                            "{\"name\":\"ana\",\"teams\":[\"crew\"]," + BOUNDS + "}");
            String secret = caller.keyOf("ana", "{" + BOUNDS + "}");
            return new Gateway(
                    Chasqui.GOVERNED,
                    server.port(),
                    server.path(),
                    server.model(),
                    Map.of("Authorization", "Bearer " + secret),
                    server.process());
        }
    }

    private String keyOf(String user, String body) throws IOException, InterruptedException {
        String answer = send("POST", "/admin/users/" + user + "/keys", body);
        Matcher made = KEY.matcher(answer);
        if (!made.find()) {
            throw new IOException("no key was made: " + answer);
        }
        return made.group(1);
    }

    private String send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        Optional.of(key)
                .filter(secret -> !secret.isEmpty())
                .ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        HttpResponse<String> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != SUCCESS) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private void awaitStart() throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        HttpRequest ready =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                        .build();
        while (System.nanoTime() < end) {
            try {
                if (client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode()
                        == 200) {
                    return;
                }
            } catch (ConnectException e) {
                // It does not listen yet.
            }
            Thread.sleep(PAUSE);
        }
        throw new IOException("the governed server did not start");
    }
}
