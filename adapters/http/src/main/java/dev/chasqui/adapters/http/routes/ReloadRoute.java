package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.ledger.Books;
import dev.chasqui.application.ledger.ChangeAudit;
import dev.chasqui.application.port.ReloadOutcome;
import dev.chasqui.application.port.ReloadOutcome.Mistake;
import dev.chasqui.application.port.Reloading;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The route by which administrators reload the configuration. */
public final class ReloadRoute {
    /** The path of the route, for POST. */
    static final String PATH = "/admin/reload";

    /** The most bytes of the body, whose content has no meaning. */
    private static final int MOST_BODY = 64 * 1024;

    private final Surface house;
    private final Reloading reloading;
    private final ChangeAudit audit;

    /** Prepares the route. */
    public ReloadRoute(Surface house, Reloading reloading, Books books) {
        this.house = house;
        this.audit = new ChangeAudit(books.audit(), InstantSource.system());
        this.reloading = reloading;
    }

    /** Adds the route to a table. */
    public void addTo(RouteTable routes) {
        routes.post(PATH, Access.ADMIN, house, this::reload);
    }

    private void reload(Call call) {
        var _ = call.body(MOST_BODY);
        ReloadOutcome outcome = reloading.reload();
        audit.reloaded(call.caller().name(), outcome);
        switch (outcome) {
            case ReloadOutcome.Done done -> call.send(Answer.json(answer(done)));
            case ReloadOutcome.Refused(List<Mistake> mistakes) -> refuse(call, mistakes);
        }
    }

    /** Returns the answer; jars and warnings are in it only if there are some. */
    private static Json.Obj answer(ReloadOutcome.Done done) {
        Json.Obj answer =
                Json.Obj.EMPTY
                        .with("changed", texts(done.changed()))
                        .with("restart", texts(done.restart()));
        if (!done.notLoaded().isEmpty()) {
            answer = answer.with("notLoaded", texts(done.notLoaded()));
        }
        return done.warnings().isEmpty() ? answer : answer.with("warnings", texts(done.warnings()));
    }

    /** Answers with the usual envelope of a failure and, beside it, each mistake as an object. */
    private void refuse(Call call, List<Mistake> mistakes) {
        Mistake first = mistakes.getFirst();
        Failure failure =
                new Failure.Invalid(
                        Optional.of(first.key()).filter(key -> !key.isEmpty()),
                        message(first, mistakes.size()));
        call.note(failure, null);
        Json envelope = JsonReader.read(house.errors().body(failure));
        Json.Arr entries = new Json.Arr(mistakes.stream().<Json>map(ReloadRoute::entry).toList());
        Json.Obj body =
                (envelope instanceof Json.Obj object ? object : Json.Obj.EMPTY)
                        .with("mistakes", entries);
        call.send(Answer.json(body).withStatus(house.errors().status(failure)));
    }

    private static String message(Mistake first, int count) {
        return "the configuration has "
                + (count == 1 ? "a mistake" : count + " mistakes")
                + ", so the server goes on as it was: "
                + first.sentence()
                + (count == 1 ? "" : "; and " + (count - 1) + " more");
    }

    private static Json.Obj entry(Mistake mistake) {
        return Json.Obj.EMPTY
                .with("file", Json.of(mistake.file()))
                .with("line", Json.of(mistake.line()))
                .with("column", Json.of(mistake.column()))
                .with("key", Json.of(mistake.key()))
                .with("message", Json.of(mistake.message()));
    }

    private static Json.Arr texts(List<String> texts) {
        return new Json.Arr(texts.stream().<Json>map(Json::of).toList());
    }
}
