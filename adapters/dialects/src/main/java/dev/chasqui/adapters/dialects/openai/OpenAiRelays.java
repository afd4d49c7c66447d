package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.domain.model.ModelKind;

import java.util.ArrayList;
import java.util.List;

/** The paths of OpenAI's API, and of rankings, whose requests are relayed. */
final class OpenAiRelays {
    private static final String VERSION = "/v1";

    private OpenAiRelays() {}

    /**
     * @param completionCommands true if prompts of completions may begin with commands
     */
    static List<ClientPath> paths(boolean completionCommands) {
        List<ClientPath> paths = new ArrayList<>();
        // Without a version this is a path of llama-server with other members.
        var completions =
                new ClientPath.Relay(
                        "/v1/completions", "/v1/completions", ModelKind.COMPLETION, false);
        paths.add(
                completionCommands
                        ? new ClientPath.CommandedRelay(
                                completions, OpenAiCompletions::prompt, new OpenAiCompletions())
                        : completions);
        // Rankings are not OpenAI's: some servers know only one of these paths, so it stays.
        for (String path : List.of("/v1/rerank", "/v1/reranking", "/rerank", "/reranking")) {
            paths.add(new ClientPath.Relay(path, path, ModelKind.RERANK, false));
        }
        addBoth(paths, "/moderations", ModelKind.MODERATION, false);
        addBoth(paths, "/audio/transcriptions", ModelKind.TRANSCRIPTION, true);
        addBoth(paths, "/audio/translations", ModelKind.TRANSCRIPTION, true);
        addBoth(paths, "/audio/speech", ModelKind.SPEECH, false);
        addBoth(paths, "/images/generations", ModelKind.IMAGE, false);
        addBoth(paths, "/images/edits", ModelKind.IMAGE, true);
        addBoth(paths, "/images/variations", ModelKind.IMAGE, true);
        return paths;
    }

    /** Adds a path with the version and without it, as clients may have either in their URL. */
    private static void addBoth(
            List<ClientPath> paths, String path, ModelKind kind, boolean takesForms) {
        String target = VERSION + path;
        paths.add(new ClientPath.Relay(target, target, kind, takesForms));
        paths.add(new ClientPath.Relay(path, target, kind, takesForms));
    }
}
