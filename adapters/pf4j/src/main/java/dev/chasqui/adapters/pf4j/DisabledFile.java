package dev.chasqui.adapters.pf4j;

import static java.util.Objects.requireNonNull;

import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The file that holds the names of the disabled plug-ins and agents, so that they stay disabled
 * after a restart.
 *
 * <pre>
 * {"plugins": [{"name": "rag", "sha256": "…", "agents": [{"name": "rag", …}]}], "agents": ["x"]}
 * </pre>
 */
final class DisabledFile {
    /** The key of the config that says where the file is. */
    private static final String WHERE = "data.dir";

    /** The largest file, which is read as a whole. */
    private static final long LARGEST = 4L << 20;

    private final Optional<Path> file;

    /**
     * @param file the file, which need not exist; empty if nothing is kept
     */
    DisabledFile(Optional<Path> file) {
        this.file = file;
    }

    /**
     * Reads the file; a missing one counts as empty.
     *
     * @throws FailureException with {@code Invalid} if it is there, but cannot be read or
     *     understood. To go on without it would run what an administrator has disabled
     */
    DisabledNames read() {
        if (file.isEmpty()) {
            return DisabledNames.NONE;
        }
        try {
            if (Files.size(file.get()) > LARGEST) {
                throw new IOException("it is larger than " + LARGEST + " bytes");
            }
            return parse(JsonReader.read(Files.readAllBytes(file.get())));
        } catch (NoSuchFileException e) {
            return DisabledNames.NONE;
        } catch (IOException | FailureException | IllegalArgumentException e) {
            throw new FailureException(
                    new Failure.Invalid(
                            WHERE,
                            "%s: %s lists the disabled plug-ins and agents, but cannot be used (%s);"
                                            .formatted(WHERE, file.get(), FailureText.of(e))
                                    + " correct it, or delete it to enable them all"),
                    e);
        }
    }

    private static DisabledNames parse(Json json) {
        DisabledNames names = DisabledNames.NONE;
        Json.Obj all = object(json);
        for (Json plugin : list(all, "plugins")) {
            List<DisabledNames.Command> commands = new ArrayList<>();
            list(object(plugin), "agents").forEach(agent -> commands.add(command(object(agent))));
            names =
                    names.with(
                            new DisabledNames.DisabledPlugin(
                                    text(object(plugin), "name"),
                                    object(plugin).text("sha256").orElse(""),
                                    commands));
        }
        Set<String> agents = new HashSet<>();
        for (Json agent : list(all, "agents")) {
            if (!(agent instanceof Json.Str name)) {
                throw new IllegalArgumentException(
                        "agents: it holds " + shown(agent) + " (expected: names)");
            }
            agents.add(name.value());
        }
        return new DisabledNames(names.plugins(), agents);
    }

    private static DisabledNames.Command command(Json.Obj agent) {
        return new DisabledNames.Command(
                text(agent, "name"),
                agent.text("help").orElse(""),
                agent.text("usage").orElse(""),
                agent.text("onFailure").equals(Optional.of(OnFailure.OPEN.name()))
                        ? OnFailure.OPEN
                        : OnFailure.CLOSED);
    }

    private static Json.Obj object(Json json) {
        if (json instanceof Json.Obj object) {
            return object;
        }
        throw new IllegalArgumentException("it holds " + shown(json) + " (expected: an object)");
    }

    private static String shown(Json json) {
        String text = json.toString();
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    private static List<Json> list(Json.Obj object, String member) {
        return switch (object.get(member).orElse(Json.Arr.EMPTY)) {
            case Json.Arr array -> array.items();
            case Json other ->
                    throw new IllegalArgumentException(
                            member + ": it holds " + shown(other) + " (expected: a list)");
        };
    }

    private static String text(Json.Obj object, String member) {
        return object.text(member)
                .orElseThrow(() -> new IllegalArgumentException(member + " is missing"));
    }

    /**
     * Writes the file; it is on the disk when this returns.
     *
     * @throws FailureException with {@code DiskFull} if it cannot be written
     */
    void write(DisabledNames names) {
        if (file.isEmpty()) {
            return;
        }
        Path target = file.get();
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            Files.writeString(fresh, json(names).toString(), StandardCharsets.UTF_8);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(
                    fresh,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            sync(requireNonNull(target.toAbsolutePath().getParent()));
        } catch (IOException e) {
            throw new FailureException(
                    new Failure.DiskFull(
                            "the change cannot be kept, so nothing has changed: the data folder"
                                    + " cannot be written"),
                    e);
        }
    }

    /** Has the disk keep the folder's list of files. */
    private static void sync(Path folder) {
        try (FileChannel list = FileChannel.open(folder, StandardOpenOption.READ)) {
            list.force(true);
        } catch (IOException e) {
            // Some systems cannot open a folder; they keep its list by themselves.
        }
    }

    private static Json.Obj json(DisabledNames names) {
        List<Json> plugins = new ArrayList<>();
        new TreeMap<>(names.plugins())
                .values()
                .forEach(
                        plugin ->
                                plugins.add(
                                        Json.Obj.EMPTY
                                                .with("name", Json.of(plugin.name()))
                                                .with("sha256", Json.of(plugin.sha256()))
                                                .with("agents", commands(plugin.commands()))));
        return Json.Obj.EMPTY
                .with("plugins", new Json.Arr(plugins))
                .with(
                        "agents",
                        new Json.Arr(
                                new TreeSet<>(names.agents())
                                        .stream().<Json>map(Json::of).toList()));
    }

    private static Json.Arr commands(List<DisabledNames.Command> commands) {
        return new Json.Arr(
                commands.stream()
                        .<Json>map(
                                command ->
                                        Json.Obj.EMPTY
                                                .with("name", Json.of(command.name()))
                                                .with("help", Json.of(command.help()))
                                                .with("usage", Json.of(command.usage()))
                                                .with(
                                                        "onFailure",
                                                        Json.of(command.onFailure().name())))
                        .toList());
    }
}
