package dev.chasqui.adapters.dialects.plain;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelKind;

import java.util.List;
import java.util.Optional;

/** The plain dialect for clients. */
public final class PlainSessions implements ClientDialect {
    /** The name of the dialect. */
    public static final Dialect DIALECT = new Dialect("plain");

    static final String MESSAGE = "user_message";

    private final PlainChat chat;

    /**
     * @param models the models that clients may ask for
     * @param usual the model of requests that name none; if it is empty, the only one that can chat
     */
    public PlainSessions(Models models, Optional<String> usual) {
        chat = new PlainChat(() -> usual.orElseGet(() -> only(models)));
    }

    /**
     * {@inheritDoc} It is an object with {@code user_message}. Other requests at the same paths are
     * those of other dialects, as are bodies that are no JSON.
     */
    @Override
    public boolean claims(byte[] body) {
        try {
            return BodyScan.of(body).has(MESSAGE);
        } catch (FailureException e) {
            return false;
        }
    }

    private static String only(Models models) {
        List<String> names =
                models.all().stream()
                        .filter(PlainSessions::mayChat)
                        .map(candidate -> candidate.model().id())
                        .distinct()
                        .toList();
        if (names.size() == 1) {
            return names.getFirst();
        }
        throw new FailureException(
                new Failure.Invalid(
                        "model",
                        names.isEmpty()
                                ? "no backend has a model that can chat yet"
                                : "name a model in 'model', since there are several; or set"
                                        + " 'sessions.model' in the config"));
    }

    private static boolean mayChat(Candidate candidate) {
        return candidate.model().kinds().isEmpty()
                || candidate.model().kinds().contains(ModelKind.CHAT);
    }

    @Override
    public Dialect dialect() {
        return DIALECT;
    }

    @Override
    public ErrorStyle errors() {
        return PlainErrorStyle.INSTANCE;
    }

    @Override
    public List<ClientPath> paths() {
        return List.of(
                new ClientPath.Chat("/responses", chat),
                new ClientPath.Chat("/v1/responses", chat));
    }
}
