/**
 * What a plug-in answers over HTTP besides its agents' work. The server does the rest: keys,
 * origins, limits, errors in the house's envelope.
 */
@NullMarked
package dev.chasqui.domain.route;

import org.jspecify.annotations.NullMarked;
