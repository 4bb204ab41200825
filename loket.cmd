@echo off
rem Starts Loket on Windows: by the Python launcher where it is installed, else by the first python on PATH.
where py >nul 2>nul
if %ERRORLEVEL%==0 (
    py -3 "%~dp0loket" %*
) else (
    python "%~dp0loket" %*
)
exit /b %ERRORLEVEL%
