package org.plenary.kernel.parking;

import org.plenary.kernel.decide.Rule;

/** Why an order is refused. */
public enum ParkingRule implements Rule {
    /** It goes on already. */
    NOT_PARKED,
    /** An earlier order is being carried out. */
    ORDER_UNDER_WAY,
    /** A record that is no event can only be passed over, and a timer is sent again by itself. */
    NOT_REPLAYED,
    /** An event is passed over only where another one makes it good. */
    COMPENSATION_NEEDED,
    /** No such event stands in this service, where what stopped comes from, or in what this service hears. */
    COMPENSATION_UNKNOWN,
    /** What the service itself decided is never passed over, and a timer is sent again by itself. */
    NOT_PASSED_OVER
}
