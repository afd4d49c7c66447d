package dev.chasqui.cli;

import picocli.CommandLine.Command;

import java.util.Map;

@Command(
        name = "pin",
        description = "Keep a model of the pool loaded: it leaves for no other one.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui models pin llama3",
            "  CHASQUI_KEY=chq_... chasqui models pin llama3     where there are keys: an admin's",
        })
final class ModelsPinCommand extends PoolChange {
    ModelsPinCommand(Map<String, String> environment) {
        super(environment, "/admin/pool/pin");
    }
}
