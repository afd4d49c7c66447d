package dev.chasqui.cli.rag.collection;

import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Option;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The option that names a command's collection, and the paths of collections on the server. */
public final class CollectionOptions {
    /** The path of all collections. */
    public static final String COLLECTIONS = "/admin/collections";

    @Option(
            names = {"-c", "--collection"},
            paramLabel = "NAME",
            description = "The collection (default: the configured one, else the only one).")
    private Optional<String> collection = Optional.empty();

    /**
     * Returns the collection to use, which exists or is named by the option.
     *
     * @throws CommandFailure if none is named and the server has none, or several without a default
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public String existing(ServerClient server) throws InterruptedException {
        if (collection.isPresent()) {
            return collection.get();
        }
        Json.Obj answer = server.get(COLLECTIONS);
        Optional<String> usual = answer.text("default");
        return usual.isPresent() ? usual.get() : onlyOne(names(answer));
    }

    /**
     * Returns the collection to add to: the named or existing one, or a new one of the given name
     * if there is none at all.
     *
     * @throws CommandFailure if none is named and the server has several without a default
     */
    public String existingOr(String name, ServerClient server) throws InterruptedException {
        if (collection.isPresent()) {
            return collection.get();
        }
        Json.Obj answer = server.get(COLLECTIONS);
        Optional<String> usual = answer.text("default");
        if (usual.isPresent()) {
            return usual.get();
        }
        List<String> names = names(answer);
        return names.isEmpty() ? name : onlyOne(names);
    }

    private static List<String> names(Json.Obj answer) {
        return AnswerReader.list(answer, "collections").stream()
                .flatMap(entry -> entry.text("name").stream())
                .toList();
    }

    private static String onlyOne(List<String> names) {
        if (names.isEmpty()) {
            throw CommandFailure.failed(
                    "there are no documents yet: add some with `chasqui rag add FOLDER`.");
        }
        if (names.size() > 1) {
            throw CommandFailure.refused(
                    "there are several collections, name one with --collection: "
                            + names.stream().sorted().collect(Collectors.joining(", ")));
        }
        return names.getFirst();
    }

    /** Returns true if the option names a collection. */
    public boolean named() {
        return collection.isPresent();
    }

    /** Returns the path of a collection. */
    public static String path(String collection) {
        return COLLECTIONS + "/" + ServerClient.encoded(collection);
    }

    /** Returns the path of the documents of a collection. */
    public static String documents(String collection) {
        return path(collection) + "/documents";
    }
}
