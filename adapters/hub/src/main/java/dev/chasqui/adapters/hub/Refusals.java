package dev.chasqui.adapters.hub;

import dev.chasqui.domain.model.HubModel;

/** What it means that the hub does not give something. */
final class Refusals {
    private Refusals() {}

    /**
     * A refusal that trying again does not change.
     *
     * @param near what to say of repositories with like names; may be empty
     */
    static HubException of(Answer answer, HubModel model, HubSettings settings, String near) {
        String who = "model: " + model.repository();
        return switch (answer.status()) {
            case 401, 403 ->
                    new HubException(
                            HubException.Reason.REFUSED,
                            who
                                    + ": the hub answers "
                                    + answer.status()
                                    + " (expected: "
                                    + access(answer, model, settings)
                                    + near
                                    + ")");
            case 404, 410 ->
                    new HubException(
                            HubException.Reason.NOT_FOUND,
                            who + " is not on the hub (expected: ORG/REPO as there" + near + ")");
            default ->
                    new HubException(
                            HubException.Reason.UNTRUE,
                            who
                                    + ": the hub answers "
                                    + answer.status()
                                    + " (expected: 200; does HF_ENDPOINT name a hub?)");
        };
    }

    private static String access(Answer answer, HubModel model, HubSettings settings) {
        boolean gated = answer.header("X-Error-Code").filter("GatedRepo"::equals).isPresent();
        String token =
                settings.token().isPresent()
                        ? "HF_TOKEN of an account that may read it"
                        : "HF_TOKEN set to a token of an account that may read it";
        String licence = "its licence accepted at " + settings.endpoint().page(model);
        return gated
                ? licence + ", and " + token
                : "a name that exists, or " + token + " and " + licence;
    }
}
