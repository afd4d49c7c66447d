package dev.chasqui.cli.rag;

import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.cli.rag.collection.CollectionOptions;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The upload of a file of JSON lines, each a document {@code {"_id","title","text","metadata"}}.
 * Several documents go into one request. Used by one thread.
 */
final class JsonLinesUpload {
    private static final int MOST_DOCUMENTS = 200;
    private static final long MOST_CHARACTERS = 1 << 20;
    private static final int LONGEST_LINE = 64 << 20;

    private final ServerClient server;
    private final String collection;
    private final Consumer<Json.Obj> results;
    private final List<Json> waiting = new ArrayList<>();
    private long characters;

    /**
     * @param results takes the server's answer for each document: a receipt, or {@code {"name",
     *     "error"}}
     */
    JsonLinesUpload(ServerClient server, String collection, Consumer<Json.Obj> results) {
        this.server = server;
        this.collection = collection;
        this.results = results;
    }

    /**
     * Sends all documents of a file.
     *
     * @throws CommandFailure if the file or a line of it cannot be read; the documents before it
     *     are added
     * @throws InterruptedException if the waiting thread is interrupted
     */
    void send(Path file) throws InterruptedException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    add(document(line, file, number), line.length());
                }
            }
            flush();
        } catch (IOException e) {
            flush();
            throw CommandFailure.failed(file + " cannot be read (" + e.getMessage() + ").");
        }
    }

    private void add(Json document, int length) throws InterruptedException {
        if (characters + length > MOST_CHARACTERS || waiting.size() == MOST_DOCUMENTS) {
            flush();
        }
        waiting.add(document);
        characters += length;
    }

    private void flush() throws InterruptedException {
        if (waiting.isEmpty()) {
            return;
        }
        Json.Obj body = Json.Obj.EMPTY.with("documents", new Json.Arr(List.copyOf(waiting)));
        waiting.clear();
        characters = 0;
        Json.Obj answer =
                server.post(
                        CollectionOptions.documents(collection),
                        "application/json",
                        BodyPublishers.ofByteArray(body.toBytes()));
        AnswerReader.list(answer, "documents").forEach(results);
    }

    private static Json.Obj document(String line, Path file, int number) {
        if (line.length() > LONGEST_LINE) {
            throw wrong(file, number, "at most " + LONGEST_LINE + " characters");
        }
        try {
            if (JsonReader.read(line.getBytes(StandardCharsets.UTF_8)) instanceof Json.Obj read
                    && read.text("_id").isPresent()
                    && read.text("text").isPresent()) {
                Json.Obj document =
                        Json.Obj.EMPTY
                                .with("name", Json.of(read.text("_id").get()))
                                .with("text", Json.of(read.text("text").get()));
                for (String member : List.of("title", "metadata")) {
                    if (read.get(member).isPresent()) {
                        document = document.with(member, read.get(member).get());
                    }
                }
                return document;
            }
        } catch (FailureException e) {
            throw wrong(file, number, "JSON on one line");
        }
        throw wrong(file, number, "{\"_id\": …, \"title\": …, \"text\": …}");
    }

    private static CommandFailure wrong(Path file, int number, String expected) {
        return CommandFailure.failed(
                file + ", line " + number + ": is no document (expected: " + expected + ").");
    }
}
