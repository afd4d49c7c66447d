package dev.chasqui.cli.models;

import dev.chasqui.cli.client.ListCommand;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.List;
import java.util.Map;

/** The command {@code models}. */
@Command(
        name = "models",
        description = {
            "List the models that the running server offers.",
            "Those of its pool can be loaded, unloaded and pinned, and their servers' output read;",
            "those of an Ollama loaded, unloaded and moved."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui models",
            "  chasqui models load llama3                    a model of the pool",
            "  chasqui models migrate llama3 --from a --to b  from one backend to another",
            "  chasqui models log llama3 --follow            the output of its server",
            "  chasqui models --json | jq -r '.data[].id'",
            "  CHASQUI_KEY=chq_... chasqui models --url http://gpu.example:8000",
        })
public final class ModelsCommand extends ListCommand {
    private ModelsCommand(Map<String, String> environment) {
        super(
                environment,
                "/v1/models",
                "data",
                List.of("MODEL", "BACKEND", "STATE", "MEMORY", "GPU MEMORY", "LEASES", "WAITING"));
    }

    /**
     * Returns the command with its subcommands.
     *
     * @param environment the environment's variables
     */
    public static CommandLine withSubcommands(Map<String, String> environment) {
        return new CommandLine(new ModelsCommand(environment))
                .addSubcommand(new ModelsLoadCommand(environment))
                .addSubcommand(new ModelsUnloadCommand(environment))
                .addSubcommand(new ModelsMigrateCommand(environment))
                .addSubcommand(new ModelsPinCommand(environment))
                .addSubcommand(new ModelsUnpinCommand(environment))
                .addSubcommand(new ModelsLogCommand(environment));
    }

    @Override
    protected List<List<String>> rows(Json.Obj model) {
        PoolEntry pool = new PoolEntry(model);
        return List.of(
                List.of(
                        model.text("id").orElse("?"),
                        model.text("backend").or(() -> model.text("owned_by")).orElse(""),
                        pool.state(),
                        pool.memory(),
                        pool.gpuMemory(),
                        pool.leases(),
                        pool.waiting()));
    }

    @Override
    protected String nothing() {
        return "The server offers no model.";
    }
}
