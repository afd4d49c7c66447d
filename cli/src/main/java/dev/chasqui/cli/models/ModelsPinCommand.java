package dev.chasqui.cli.models;

import dev.chasqui.cli.command.Version;

import picocli.CommandLine.Command;

import java.util.Map;

@Command(
        name = "pin",
        description = "Keep a model of the pool loaded: it is never unloaded for another one.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui models pin llama3",
            "  CHASQUI_KEY=chq_... chasqui models pin llama3     if there are keys: an admin's",
        })
final class ModelsPinCommand extends PoolCommand {
    ModelsPinCommand(Map<String, String> environment) {
        super(environment, "/admin/pool/pin");
    }
}
