/** The sessions whose requests stay in this network, since one of them had to. */
@NullMarked
package dev.chasqui.application.routing.zones;

import org.jspecify.annotations.NullMarked;
