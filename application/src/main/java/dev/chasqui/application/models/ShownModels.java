package dev.chasqui.application.models;

import dev.chasqui.application.port.ModelView;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelKind;

import java.util.List;
import java.util.function.Supplier;

/**
 * The models of all backends as one caller may see them: those that the caller may ask for. Safe
 * for use by several threads.
 *
 * @param models the models of all backends
 * @param view the models that the caller may ask for
 */
public record ShownModels(Models models, ModelView view) {

    /** Returns the models that the caller may ask for, in the order of {@link Models#all()}. */
    public List<Candidate> all() {
        if (view.isAll()) {
            return models.all();
        }
        ModelKind[] kinds = view.kinds().toArray(ModelKind[]::new);
        return models.all().stream()
                .filter(one -> view.mayAsk(one.model().id()))
                .filter(one -> one.mayAnswer(kinds))
                .filter(this::isReached)
                .toList();
    }

    /** Returns the names of these models. */
    public List<String> names() {
        return all().stream().map(candidate -> candidate.model().id()).toList();
    }

    /** Returns true if a backend that the caller's requests may go to has the model. */
    private boolean isReached(Candidate listed) {
        return view.mayReach(listed.backend().zone())
                || models.find(listed.model().id()).stream()
                        .anyMatch(one -> view.mayReach(one.backend().zone()));
    }

    /**
     * Returns the backends that have a model and may get the caller's requests, as {@link
     * Models#find(String)} does.
     *
     * @throws FailureException as that method does; with {@code Forbidden} if the caller may not
     *     ask for the model, or may send requests to none of the backends
     */
    public List<Candidate> find(String name) {
        view.require(name);
        return reached(() -> models.find(name));
    }

    /**
     * Returns the same for a name with commands behind it, as {@link Models#findMeant} does.
     *
     * @throws FailureException as {@link #find} does
     */
    public List<Candidate> findMeant(String name) {
        view.require(name.indexOf('+') < 0 ? name : models.meaning(name).name());
        return reached(() -> models.findMeant(name));
    }

    private List<Candidate> reached(Supplier<List<Candidate>> finder) {
        List<Candidate> found;
        try {
            found = finder.get();
        } catch (FailureException e) {
            throw told(e);
        }
        List<Candidate> reached =
                found.stream().filter(one -> view.mayReach(one.backend().zone())).toList();
        if (reached.isEmpty()) {
            found.forEach(one -> view.require(one.backend().name(), one.backend().zone()));
        }
        return reached;
    }

    /** Returns a failure that names no model which the caller may not ask for. */
    public FailureException told(FailureException e) {
        return told(e, view);
    }

    /** Returns a failure that names no model which is not in a view. */
    public static FailureException told(FailureException e, ModelView view) {
        return !view.isAll() && e.failure() instanceof Failure.UnknownModel(String name, var known)
                ? new FailureException(
                        new Failure.UnknownModel(
                                name, known.stream().filter(view::mayAsk).toList()),
                        e)
                : e;
    }
}
