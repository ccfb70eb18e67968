"""What tests of your own code need: a fixture with a running sandbox, scripted answers, strategies for Hypothesis.

Installing the package makes the pytest fixture `timeback_sandbox` known; nothing here is imported by the client.
"""
