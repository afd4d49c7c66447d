package dev.chasqui.adapters.http;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.domain.chat.Dialect;

import java.util.List;
import java.util.Optional;

/** A dialect whose {@linkplain BuggyCodec codecs} fail as a bug would. */
record BuggyDialect(ClientDialect sound) implements ClientDialect {
    @Override
    public Dialect dialect() {
        return sound.dialect();
    }

    @Override
    public ErrorStyle errors() {
        return sound.errors();
    }

    @Override
    public List<ClientPath> paths() {
        return sound.paths().stream().map(BuggyDialect::buggy).toList();
    }

    private static ClientPath buggy(ClientPath path) {
        return path instanceof ClientPath.Chat chat
                ? new ClientPath.Chat(chat.path(), new BuggyCodec(chat.codec()))
                : path;
    }

    @Override
    public Optional<String> basePath() {
        return sound.basePath();
    }
}
