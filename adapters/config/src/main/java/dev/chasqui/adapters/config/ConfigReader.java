package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.reading.ConfigException;
import dev.chasqui.adapters.config.reading.ConfigPosition;
import dev.chasqui.adapters.config.reading.ConfigPositions;
import dev.chasqui.adapters.config.reading.Node;
import dev.chasqui.adapters.config.reading.NodeReader;
import dev.chasqui.adapters.config.reading.Overrides;
import dev.chasqui.adapters.config.reading.Problem;
import dev.chasqui.adapters.config.reading.Problems;
import dev.chasqui.adapters.config.reading.SecretVariables;
import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.domain.binding.Mistake;
import dev.chasqui.domain.binding.RecordReader;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.json.Json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The entry to the configuration: it merges the command line, the environment, the file and the
 * defaults, in this order of precedence.
 *
 * <p>It has no state.
 */
public final class ConfigReader {
    /** The file that is read if neither the command line nor the environment names another. */
    private static final Path USUAL_FILE = Path.of("config.json");

    /** The size of the largest config file that is read, in bytes. */
    private static final int LARGEST_FILE = 16 << 20;

    private static final String SCHEMA = "$schema";

    private static final RecordType<Config> TYPE = RecordType.of(Config.class);

    private ConfigReader() {}

    /**
     * Returns the file that {@link #read} reads: the named one, else the one that {@code
     * CHASQUI_CONFIG} names, else {@code config.json} of the current folder if it exists.
     *
     * @param named the file that the command line names, if it names one
     * @param environment the environment's variables
     */
    public static Optional<Path> find(Optional<Path> named, Map<String, String> environment) {
        return named.or(
                        () ->
                                Optional.ofNullable(environment.get("CHASQUI_CONFIG"))
                                        .filter(text -> !text.isBlank())
                                        .map(Path::of))
                .or(() -> Optional.of(USUAL_FILE).filter(Files::exists));
    }

    /**
     * Returns the configuration, merged from all its sources.
     *
     * @param named the file that the command line names, if it names one
     * @param environment the environment's variables
     * @param commandLine values of the command line by the path of their key, such as {@code
     *     server.port}
     * @throws ConfigException with every mistake that was found
     */
    public static Config read(
            Optional<Path> named,
            Map<String, String> environment,
            Map<String, String> commandLine) {
        return check(named, environment, commandLine).config();
    }

    /**
     * Returns the configuration as {@link #read} does, with the mistakes and warnings that were
     * found.
     *
     * @throws ConfigException if the file cannot be read or holds no JSON object
     */
    public static Reading check(
            Optional<Path> named,
            Map<String, String> environment,
            Map<String, String> commandLine) {
        Problems problems = new Problems();
        Optional<Path> found = find(named, environment);
        Node.Members file =
                found.map(path -> NodeReader.read(path.toString(), text(path), problems))
                        .orElseGet(ConfigReader::nothing);
        Reading reading = read(file, environment, commandLine, problems);
        return found.map(path -> reading.with(config -> config.withSkillsBeside(path)))
                .orElse(reading);
    }

    /** Returns the configuration that an empty file would give; no file is read. */
    static Config defaults() {
        return read(nothing(), Map.of(), Map.of(), new Problems()).config();
    }

    /** Returns the text of an example file, which works unchanged. */
    public static String example() {
        return resource("config.json");
    }

    /**
     * Returns the text of the JSON Schema to which the example refers as {@code
     * config.schema.json}.
     */
    public static String schema() {
        return resource("config.schema.json");
    }

    private static Reading read(
            Node.Members file,
            Map<String, String> environment,
            Map<String, String> commandLine,
            Problems problems) {
        RecordReader reader = new RecordReader(RecordReader.Source.SERVER, Path.of(""));
        SecretVariables secrets = new SecretVariables(environment);
        Overrides overrides =
                new Overrides(TYPE, environment, commandLine, secrets, problems, reader);
        Node.Members written = overrides.over(withoutSchema(file, problems));
        problems.placedBy(ConfigPositions.of(written));
        List<Mistake> mistakes = new ArrayList<>();
        Config config = reader.readLeniently(TYPE, written.json(), "", mistakes);
        mistakes.forEach(problems::add);
        config.check(Section.root(problems, secrets));
        overrides.finish();
        return new Reading(config, problems);
    }

    /** Removes the member that names the schema: editors use it, the server does not. */
    private static Node.Members withoutSchema(Node.Members file, Problems problems) {
        file.value(SCHEMA)
                .filter(schema -> !(schema.json() instanceof Json.Str))
                .ifPresent(
                        wrong ->
                                problems.add(
                                        wrong.at(),
                                        SCHEMA,
                                        wrong.json() + " (expected: the address of a schema)"));
        return file.without(SCHEMA);
    }

    private static Node.Members nothing() {
        return new Node.Members(ConfigPosition.NOWHERE, Map.of());
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw unreadable(file, "the file is larger than 16 MiB");
            }
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw unreadable(file, "there is no such file");
        } catch (CharacterCodingException e) {
            throw unreadable(file, "the file is not UTF-8 text");
        } catch (IOException e) {
            throw unreadable(file, "the file cannot be read: " + e.getMessage());
        }
    }

    private static ConfigException unreadable(Path file, String why) {
        return new ConfigException(
                List.of(new Problem(new ConfigPosition(file.toString(), 0, 0), "", why)),
                List.of());
    }

    private static String resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(ConfigReader.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
