package dev.chasqui.domain.binding;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.nio.file.Path;
import java.util.List;

/**
 * A maker of typed records from the sections of the config that belong to agents. Immutable.
 *
 * <p>A component's type is one of those that a command's argument may have ({@link
 * dev.chasqui.domain.agent.AgentType}), or {@link Path}, a {@code ByteSize}, a {@code URI}, a
 * {@code Map} by {@code String}, a record, or a {@code List} or {@code Optional} of these. {@link
 * Key} or {@link dev.chasqui.domain.agent.Argument} gives its meaning. A member that is {@code
 * null} counts as left out.
 */
public final class ConfigBinder {
    private final RecordReader reader;

    /**
     * @param folder the folder that a relative path in the config starts from
     */
    public ConfigBinder(Path folder) {
        this.reader = new RecordReader(RecordReader.Source.SECTION, folder);
    }

    /**
     * Makes the record of a section.
     *
     * @param where the section's place in the config, such as {@code agents.context}
     * @throws FailureException with {@code Invalid} if the section has a mistake; its message names
     *     the key, the value and the expected values
     * @throws IllegalArgumentException if the record has a component that cannot be configured
     */
    public <C extends Record> C bind(Class<C> type, Json.Obj section, String where) {
        RecordType<C> shape = RecordType.of(type);
        try {
            return reader.read(shape, section, where);
        } catch (Mistake mistake) {
            throw new FailureException(invalid(mistake), mistake);
        }
    }

    /**
     * Returns all mistakes in a section; empty if {@link #bind} would accept it.
     *
     * @throws IllegalArgumentException if the record has a component that cannot be configured
     */
    public <C extends Record> List<Failure.Invalid> mistakes(
            Class<C> type, Json.Obj section, String where) {
        RecordType<C> shape = RecordType.of(type);
        try {
            reader.read(shape, section, where);
            return List.of();
        } catch (Mistake mistake) {
            return mistake.all().stream().map(ConfigBinder::invalid).toList();
        }
    }

    private static Failure.Invalid invalid(Mistake mistake) {
        return new Failure.Invalid(mistake.where(), mistake.sentence());
    }
}
