package dev.chasqui.domain.response;

import java.util.Optional;

/**
 * A question for one page of a list of items.
 *
 * @param after the id of the item after which the page begins, in the order of the page
 * @param before the id of the item before which it ends
 * @param newestFirst true for the order from the newest item to the oldest
 * @param limit the most items
 */
public record ItemQuery(
        Optional<String> after, Optional<String> before, boolean newestFirst, int limit) {}
