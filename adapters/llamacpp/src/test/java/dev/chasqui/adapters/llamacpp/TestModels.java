package dev.chasqui.adapters.llamacpp;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models as a config may describe them. */
final class TestModels {
    private TestModels() {}

    /** Returns a model with defaults except for these values. */
    static LlamaModel model(Path file, List<String> args, Map<String, String> env) {
        return new LlamaModel(
                "tiny",
                new ModelFile.Local(file),
                Optional.empty(),
                4,
                Optional.empty(),
                args,
                env,
                "/health");
    }
}
