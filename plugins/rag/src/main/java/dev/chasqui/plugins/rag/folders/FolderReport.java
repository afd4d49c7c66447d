package dev.chasqui.plugins.rag.folders;

import dev.chasqui.domain.json.Json;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a watched folder.
 *
 * @param folder the folder
 * @param files the number of its files that are documents
 * @param pending the number of those that are still to be added or looked at
 * @param failed the files that cannot be read, with the reason; at most a hundred
 * @param problem the reason why the folder and the collection differ otherwise; empty for none
 */
public record FolderReport(
        Path folder, int files, int pending, Map<String, String> failed, Optional<String> problem) {

    FolderReport with(String newProblem) {
        return new FolderReport(folder, files, pending, failed, Optional.of(newProblem));
    }

    /** Returns the state as JSON. */
    public Json.Obj json() {
        List<Json> broken =
                failed.entrySet().stream()
                        .<Json>map(
                                entry ->
                                        Json.Obj.EMPTY
                                                .with("name", Json.of(entry.getKey()))
                                                .with("error", Json.of(entry.getValue())))
                        .toList();
        Json.Obj json =
                Json.Obj.EMPTY
                        .with("path", Json.of(folder.toString()))
                        .with("files", Json.of(files))
                        .with("pending", Json.of(pending))
                        .with("failed", new Json.Arr(broken));
        return problem.map(text -> json.with("problem", Json.of(text))).orElse(json);
    }
}
