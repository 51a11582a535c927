package org.plenary.membership.domain;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a rule card; those of founding data say nothing of a delegation's size. */
public record Card(
        Duration noticeMinimum,
        Duration regularBefore,
        Duration supplementaryBefore,
        int quorumOpen,
        int quorumDecide,
        String consultation,
        Duration consultationPeriod,
        Duration lapseAfter,
        Duration silenceMinimum,
        Duration statementsWindow,
        List<String> mayBreakSilence,
        @Nullable Integer delegationMax) {}
