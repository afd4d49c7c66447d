package dev.chasqui.adapters.pf4j;

import dev.chasqui.application.port.agents.PluginSchemas;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.binding.RecordSchema;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.json.Json;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The reader of the schemas of one plug-in. It reads while the plug-in starts, on the plug-in's
 * thread, since a rule for a text may be code of the jar. Safe for use by several threads.
 */
final class SchemaReader {
    private static final System.Logger LOG = System.getLogger(SchemaReader.class.getName());
    private static final RecordSchema GENERATOR = new RecordSchema();

    private final String plugin;
    private final Map<String, Json.Obj> arguments = new TreeMap<>();
    private Optional<Json.Obj> section = Optional.empty();

    /**
     * @param plugin the name of the plug-in
     */
    SchemaReader(String plugin) {
        this.plugin = plugin;
    }

    /** Reads the section; of several records for it, the first one counts. */
    synchronized void section(Class<? extends Record> type) {
        section = section.or(() -> schema(type));
    }

    /** Reads the arguments of a command. */
    synchronized void command(AgentType<?> type) {
        schema(type.arguments()).ifPresent(schema -> arguments.put(type.name(), schema));
    }

    synchronized PluginSchemas read() {
        return new PluginSchemas(plugin, section, arguments);
    }

    /** Returns a schema; empty if code of the jar fails, which must not end the start. */
    private Optional<Json.Obj> schema(Class<? extends Record> type) {
        try {
            return Optional.of(GENERATOR.document(RecordType.of(type)));
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () ->
                            "plug-in '"
                                    + plugin
                                    + "': there is no JSON Schema of "
                                    + type.getName()
                                    + ": "
                                    + FailureText.of(e));
            return Optional.empty();
        }
    }
}
