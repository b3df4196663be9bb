"""The 72 guardrails, by family: each module holds the rules of one idea.

====  ============================================  ==================================================================
OBJ   what the agreement is for                     ``objectives``, ``windfalls``
EVD   evidence, its noise, who is counted           ``evidence``, ``noise``, ``selection``
TIM   what is told too late                         ``timing``
INC   sanctions and rewards                         ``incentives``, ``penalty_ceilings``, ``penalty_totals``,
                                                    ``calibration``, ``perverse``, ``returns``, ``overcompensation``
EXP   exposures, and who bears what                 ``exposure``, ``allocation``, ``guarantee_ratios``,
                                                    ``shared_losses``
IDX   revisions of prices                           ``prices``, ``margins``
SOC   work for people, what users pay               ``inclusion``, ``social_proof``, ``residence``, ``tariffs``,
                                                    ``tariff_funding``, ``equal_service``, ``cliffs``
LEG   what the law forbids                          ``legality``, ``reviews``, ``semop``
OUT   how the agreement ends                        ``leaving``, ``locked_data``
PUB   what the public can see                       ``publicity``
TXT   whether the text can be computed and read     ``computable``, ``told_examples``, ``wording``
====  ============================================  ==================================================================

A module defines functions with ``@rule(…)``; it counts once it is among the ``FAMILIES`` of the package above.
"""
